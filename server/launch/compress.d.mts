export function compressSite(directory: string): Promise<void>;
