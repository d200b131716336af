/** One row of `GET /api/tables`. */
export type TableRow = { readonly id: string; readonly label: string; readonly orderUrl: string; readonly tableToken: string };
