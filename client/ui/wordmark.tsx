import "./wordmark.css";

/** The mark: a ticket torn off the printer that is also a speech bubble, and the answer in it. */
export const BrandMark = () => (
  <svg className="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <path
      className="mark__ticket"
      d="M14 6h36a6 6 0 0 1 6 6v36l-6 5-6-5-6 5-6-5-10.5 11L20 48l-6 5-6-5V12a6 6 0 0 1 6-6Z"
    />
    <path className="mark__tick" d="m20 27.5 9 9 16-17.5" />
  </svg>
);

export const Wordmark = () => (
  <span className="wordmark">
    <BrandMark />
    <span className="wordmark__name">Heard</span>
  </span>
);
