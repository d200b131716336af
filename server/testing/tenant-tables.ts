/**
 * The tables of the restaurants' own rows, by the database's own catalogue: a new one has a row
 * where a test needs one in each, without anybody naming it.
 */

type Asked = {
  query<Row extends object>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Row[] }>;
};

export async function tenantTables(db: Asked): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relforcerowsecurity order by 1",
  );
  return rows.map(({ name }) => name);
}

/**
 * A row of made-up values, its texts with `mark` in them, in every table in which the restaurant
 * has none.
 */
export async function fillEmptyTables(
  admin: Asked,
  restaurantId: string,
  mark: string,
): Promise<void> {
  for (const name of await tenantTables(admin)) {
    const { rows } = await admin.query(`select 1 from ${name} where restaurant_id = $1 limit 1`, [
      restaurantId,
    ]);
    if (rows.length === 0) await fill(admin, name, restaurantId, mark);
  }
}

type Column = { readonly name: string; readonly type: string; readonly must: boolean };

async function fill(
  admin: Asked,
  table: string,
  restaurantId: string,
  mark: string,
): Promise<void> {
  const { rows } = await admin.query<Column>(
    `select attname as name, format_type(atttypid, null) as type, attnotnull and not atthasdef as must from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'restaurant_id' and attgenerated = '' and attidentity = ''`,
    [table],
  );
  const given = rows.filter(({ must, type }) => must || type === "text");
  const values = given.map(({ name, type }) => valueOf(type, `${mark} ${table} ${name}`));
  try {
    await admin.query(
      `insert into ${table} (${["restaurant_id", ...given.map(({ name }) => `"${name}"`)].join(", ")}) values (${["$1", ...given.map((_, index) => `$${index + 2}`)].join(", ")})`,
      [restaurantId, ...values],
    );
  } catch (cause) {
    throw new Error(
      `${table} takes no made-up row: stock the house with one of its own before it is filled`,
      { cause },
    );
  }
}

/** Stands for any moment. */
const SOME_TIME = "2026-01-31T19:02:11.000Z";

function valueOf(type: string, text: string): unknown {
  switch (type) {
    case "uuid":
      return crypto.randomUUID();
    case "text":
      return text;
    case "boolean":
      return false;
    case "smallint":
    case "integer":
    case "bigint":
    case "numeric":
      return 1;
    case "json":
    case "jsonb":
      return JSON.stringify({ text });
    case "date":
    case "timestamp with time zone":
      return SOME_TIME;
    default:
      throw new Error(`a column of a kind that this file does not make yet: ${type}`);
  }
}
