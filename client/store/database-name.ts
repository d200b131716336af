/**
 * Of the database that a role at a restaurant has in this browser; alone in a file, for who needs
 * no database.
 */
export const databaseName = (restaurantId: string, role: string): string =>
  `heard-${restaurantId}-${role}`;
