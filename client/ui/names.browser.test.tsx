import { afterEach, expect, test } from "vitest";
import "./tokens.css";
import "./base.css";

const box = document.createElement("p");
afterEach(() => box.remove());

/** What is drawn of each part, from left to right. */
function drawn(html: string): string[] {
  box.innerHTML = html;
  document.body.append(box);
  return [...box.children]
    .toSorted((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
    .map((part) => part.id);
}

test.each(["span", "strong", "b", "em", "small", "bdi"])(
  "a name in <%s> does not turn the number behind it, whichever way its letters run",
  (tag) => {
    expect(
      drawn(
        `<${tag} id="name">שולחן</${tag}> <span id="number">7</span> <span id="age">12:30</span>`,
      ),
    ).toEqual(["name", "number", "age"]);
    // What older versions took: an override that nobody closes.
    expect(
      drawn(
        `<${tag} id="name">one\u202etwo</${tag}> <span id="number">7</span> <span id="age">12:30</span>`,
      ),
    ).toEqual(["name", "number", "age"]);
  },
);
