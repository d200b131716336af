import type { ReactNode } from "react";

/**
 * Our own drawings on a 24-unit grid, two units of stroke. All are decoration: the control that
 * carries one has the name.
 */
export const TickIcon = () => icon(<path d="m5 12.5 4.6 4.6L19.5 7" />);
export const UndoIcon = () =>
  icon(<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5h9a6 6 0 0 1 0 12H9" transform="translate(0 -2)" />);
export const RecallIcon = () =>
  icon(<path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5M12 8v4.4l3 1.8" />);
export const CloseIcon = () => icon(<path d="M6 6l12 12M18 6 6 18" />);
export const PlusIcon = () => icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = () => icon(<path d="M5 12h14" />);
export const BackIcon = () => icon(<path d="m14.5 5-7 7 7 7" />, "icon icon--turns");
export const NextIcon = () => icon(<path d="m9.5 5 7 7-7 7" />, "icon icon--turns");
export const SearchIcon = () =>
  icon(<path d="M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.4 15.4 20 20" />);
export const SettingsIcon = () => icon(<path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5" />);
export const AllDayIcon = () => icon(<path d="M5 6h2M5 12h2M5 18h2M11 6h8M11 12h8M11 18h8" />);
export const FlameIcon = () =>
  icon(
    <path d="M12 3c.6 3.4 5.5 5.3 5.5 10.4A5.6 5.6 0 0 1 12 19.5a5.6 5.6 0 0 1-5.5-5.8c0-2.2 1.2-3.5 2.2-4.8.6 1.4 1.3 1.9 2 2.1C10.4 8 10.7 5.3 12 3Z" />,
  );
export const AllergyIcon = () => icon(<path d="M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.2" />);
export const NoteIcon = () => icon(<path d="M5 4h14v11l-5 5H5V4ZM19 15h-5v5M8.5 8.5h7M8.5 12h4" />);
export const EightySixIcon = () =>
  icon(<path d="M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM6 6l12 12" />);
export const TableIcon = () => icon(<path d="M3.5 8.5h17M6 8.5 5 20M18 8.5 19 20M8 8.5V5h8v3.5" />);
export const BagIcon = () =>
  icon(<path d="M5.5 8h13l1 12.5h-15L5.5 8ZM9 10.5V7a3 3 0 0 1 6 0v3.5" />);
export const ScooterIcon = () =>
  icon(
    <path
      d="M6.5 15a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM18 15a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM9.5 18h4.5l3-9.5h-3M4 13h6l2 5M4 9h5"
      transform="translate(0 -2.5)"
    />,
  );
export const PhoneIcon = () =>
  icon(
    <path d="M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3ZM11 17.8h2" />,
  );
export const TabletIcon = () =>
  icon(
    <path d="M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5ZM18 11.5v1" />,
  );
export const QrIcon = () =>
  icon(
    <path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM18.5 18.5H20V20M20 14v1.5M14 20h1.5" />,
  );
export const LinkIcon = () =>
  icon(
    <path d="M9.5 14.5l5-5M8 11 5.5 13.5a3.9 3.9 0 0 0 5.5 5.5L13.5 16.5M10.5 7.5 13 5a3.9 3.9 0 0 1 5.5 5.5L16 13" />,
  );
export const BellIcon = () =>
  icon(<path d="M4 18h16M5.5 18a6.5 6.5 0 0 1 13 0M12 11.5V9M10 9h4" />);
export const HandOffIcon = () =>
  icon(<path d="M3.5 17.5h17M5.5 14.5a6.5 6.5 0 0 1 13 0ZM12 8V6M8.5 20.5h7" />);
export const PowerIcon = () => icon(<path d="M12 3.5v8M6.8 6.5a7.5 7.5 0 1 0 10.4 0" />);
export const KeyboardIcon = () =>
  icon(<path d="M3 6.5h18v11H3zM6.5 10h.1M10 10h.1M13.5 10h.1M17 10h.1M8 14h8" />);
export const HoldIcon = () => icon(<path d="M8.5 5v14M15.5 5v14" />);
export const BasketIcon = () =>
  icon(<path d="M3.5 9.5h17l-2 10.5H5.5l-2-10.5ZM8.5 9.5 11 4M15.5 9.5 13 4" />);
export const SoundIcon = () =>
  icon(
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />,
  );
export const SoundOffIcon = () =>
  icon(<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9.5l5 5M20.5 9.5l-5 5" />);
export const ReplayIcon = () =>
  icon(<path d="M12 4a8 8 0 1 1-7.4 5M4 4.5V9h4.5M10.5 9v6l4.5-3-4.5-3Z" />);
export const PlayIcon = () => icon(<path d="M8 5v14l11-7L8 5Z" fill="currentColor" />);
export const PauseIcon = () => icon(<path d="M8 6h2v12H8zM14 6h2v12h-2z" fill="currentColor" />);
export const CheckListIcon = () =>
  icon(
    <path
      d="m4 6.5 1.5 1.5L8.5 5M4 13l1.5 1.5 3-3M4 19.5 5.500 21l3-3M12 6.500h8M12 13h8M12 19.500h8"
      transform="translate(0 -1)"
    />,
  );
export const WarningIcon = () =>
  icon(<path d="M12 7v6.5M12 17v.2M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z" />);

/**
 * Ages by shape, so that colour never speaks alone: calm is a ring, warm a triangle, late a filled
 * octagon.
 */
export const CalmShape = () =>
  shape(<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2" />);
export const WarmShape = () => shape(<path d="M8 2 15 14H1Z" fill="currentColor" />);
export const LateShape = () =>
  shape(<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />);
/** Line states by shape: an empty box, a half-filled one, a ticked one. */
export const QueuedShape = () =>
  shape(
    <rect
      x="2"
      y="2"
      width="12"
      height="12"
      rx="2.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    />,
  );
export const PreparingShape = () =>
  shape(
    <>
      <rect
        x="2"
        y="2"
        width="12"
        height="12"
        rx="2.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <path d="M3 13V8h10v5Z" fill="currentColor" />
    </>,
  );
export const ReadyShape = () =>
  shape(
    <>
      <rect x="1" y="1" width="14" height="14" rx="3" fill="currentColor" />
      <path d="m4.2 8.3 2.5 2.5 5-5.2" fill="none" stroke="var(--surface)" strokeWidth="2" />
    </>,
  );

function icon(children: ReactNode, className = "icon") {
  return (
    <svg
      className={className}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

function shape(children: ReactNode) {
  return (
    <svg className="shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}
