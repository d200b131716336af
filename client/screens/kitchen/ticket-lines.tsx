import type { ReactNode } from "react";
import type { ServedCourse } from "#shared/kitchen/served.ts";
import { drawnLines, type Ticket } from "#shared/kitchen/ticket.ts";
import type { Line } from "#shared/orders/order.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { servedSaid } from "../orders/served-said.ts";
import type { KitchenCard } from "./cards.ts";

/** A station's lines, course by course. `name` null: the card is of one station only. */
export function TicketLines({
  ticket,
  name,
  children,
}: {
  ticket: Ticket;
  name: string | null;
  children: (line: Line) => ReactNode;
}) {
  const words = useWords();
  const lines = [...drawnLines(ticket)].sort((a, b) => a.course - b.course);
  const courses = new Set(lines.map((it) => it.course));
  return (
    <section className="ticket__station">
      {name !== null && <h3 className="ticket__station-name">{name}</h3>}
      {[...courses].map((course) => (
        <div key={course}>
          {courses.size > 1 && <h4 className="ticket__course">{words.kitchen.course(course)}</h4>}
          <ul>{lines.filter((it) => it.course === course).map(children)}</ul>
        </div>
      ))}
    </section>
  );
}

/** What has been carried out, a row for each course: no work any more, and no line. */
export function ServedCourses({ served }: { served: readonly ServedCourse[] }) {
  const words = useWords();
  const format = useFormat();
  return served.map((course) => (
    <p key={course.course} className="ticket__served">
      {servedSaid(course, words, format)}
    </p>
  ));
}

/** Courses of the order that wait to be called for. */
export function HeldCourses({ held }: { held: KitchenCard["held"] }) {
  const { kitchen: words } = useWords();
  const format = useFormat();
  return held.map(({ course, lines }) => (
    <p key={course} className="ticket__held">
      {words.heldCourse(course ?? 1)}:{" "}
      <bdi>
        {lines.map((line) => words.allDayCount(format.number(line.quantity), line.name)).join(", ")}
      </bdi>
    </p>
  ));
}
