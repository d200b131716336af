import type { ButtonHTMLAttributes, ReactNode } from "react";
import "./button.css";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /**
   * `go` moves food forward, `stop` takes something away, `plain` is everything else, `quiet`
   * stands back until wanted.
   */
  tone?: "go" | "stop" | "plain" | "quiet" | "paper";
  /** `kitchen` is for wet hands and gloves: 64 px at least. */
  size?: "normal" | "kitchen";
  icon?: ReactNode;
  wide?: boolean;
};

/** A button with a visible text; `aria-label` may say more than the text, never something else. */
export function Button({
  tone = "plain",
  size = "normal",
  icon,
  wide = false,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  const classes = [
    "button",
    `button--${tone}`,
    `button--${size}`,
    wide ? "button--wide" : "",
    className ?? "",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    // oxlint-disable-next-line react/button-has-type -- the type is always given, it is only not a literal here
    <button type={type} className={classes} {...rest}>
      {icon}
      {/* By its value: see fresh.tsx. */}
      {children !== undefined && (
        <span key={typeof children === "string" ? children : undefined} className="button__text">
          {children}
        </span>
      )}
    </button>
  );
}

type IconButtonProps = Omit<ButtonProps, "children" | "icon"> & {
  label: string;
  children: ReactNode;
};

/** A button that shows only a drawing; `label` is its name for everybody who does not see it. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <Button
      aria-label={label}
      title={label}
      className={["button--icon", className ?? ""].join(" ").trim()}
      icon={children}
      {...rest}
    />
  );
}
