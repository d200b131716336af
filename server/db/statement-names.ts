/**
 * Statements that a connection of one's own keeps planned, each under a few names at the most; the
 * writer has some twenty.
 */
const MAX_PREPARED = 100;
/**
 * At these uses a statement is planned anew, under another name. A plan from when a table was empty
 * takes any index that begins with the restaurant for as good as the primary key, and would go
 * through all of a restaurant's orders to find one (measured at 20,000 orders: 480 ms a commit);
 * the planner sees how large a table has become, but not before it is asked again or somebody has
 * analyzed it.
 */
const PLANNED_AT_USES: ReadonlySet<number> = new Set([1, 50, 500, 5_000, 50_000]);

/**
 * The name under which one connection plans a statement at this use of it; undefined where it
 * plans so many already that this one stays without.
 */
export function statementNames(): (text: string) => string | undefined {
  const statements = new Map<string, { uses: number; name: string }>();
  let named = 0;
  return (text) => {
    const known = statements.get(text) ?? { uses: 0, name: "" };
    if (known.uses === 0 && statements.size >= MAX_PREPARED) return undefined;
    statements.set(text, known);
    if (PLANNED_AT_USES.has(++known.uses)) known.name = `heard_${++named}`;
    return known.name;
  };
}
