/**
 * Whether this page has opened a device. What it believes about who it is then outlives a change of
 * identity, so becoming somebody else starts the app anew; a page that was nobody yet only goes to
 * its screen, and saves a tablet the second start.
 */
let anyOpened = false;

export const noteOpened = (): void => {
  anyOpened = true;
};

export const hasOpened = (): boolean => anyOpened;
