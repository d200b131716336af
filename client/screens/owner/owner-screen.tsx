import { useState } from "react";
import { unheardOrders } from "#shared/kitchen/board.ts";
import { crowdsOf, outsideOf } from "#shared/kitchen/crowds.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { useAct, useDevice, useNow, useView } from "../../device/device-context.tsx";
import { forget as forgetIdentity } from "../../device/identities.ts";
import { Refusal } from "../../device/refusal.ts";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { goTo } from "../../platform/address.ts";
import { endPush } from "../../platform/push.ts";
import { useWords } from "../../words/words.tsx";
import { AsidePrompt } from "../orders/aside-prompt.tsx";
import { LeftOverPrompt } from "../orders/left-over-prompt.tsx";
import { LookBackButton } from "../shell/look-back.tsx";
import { Shell } from "../shell/shell.tsx";
import { DevicesPanel } from "./devices-panel.tsx";
import { FiguresPanel } from "./figures-panel.tsx";
import { GuestOrders } from "./guest-orders.tsx";
import { LiveBoard } from "./live-board.tsx";
import { MenuPanel } from "./menu-panel.tsx";
import { BoardLookBack } from "./past-board.tsx";
import { SettingsPanel } from "./settings-panel.tsx";
import { TablesPanel } from "./tables-panel.tsx";
import { useKeptPush } from "./use-push.ts";
import "./owner.css";
import "./figures.css";
import "./house.css";
import "./menu.css";

type Section = "board" | "guests" | "menu" | "figures" | "devices" | "tables" | "house";

/** The owner's phone: what goes on, what must be decided, and who takes part. */
export default function OwnerScreen() {
  const device = useDevice();
  const view = useView();
  const { owner: words, office } = useWords();
  const { act, failure } = useAct();
  const now = useNow();
  const [section, setSection] = useState<Section>("board");
  const [lookingBack, setLookingBack] = useState(false);
  const crowds = crowdsOf(view.orders.values(), view.settings);
  const unheard = outsideOf(
    crowds,
    unheardOrders(view.orders.values(), now, view.settings.shownAlarmSeconds * SECOND),
  );
  const pending = [...view.orders.values()]
    .filter((order) => order.status === "pending")
    .sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
  useKeptPush(device.api);
  return (
    <Shell
      title={words.title}
      about={view.settings.name || device.identity.restaurantName}
      controls={
        <>
          <AsidePrompt act={act} />
          <LeftOverPrompt act={act} />
        </>
      }
      failure={failure}
      settings={(closeSettings) => (
        <>
          <LookBackButton
            onOpen={() => {
              closeSettings();
              setLookingBack(true);
            }}
          />
          <LogOut />
        </>
      )}
    >
      <Tabs
        label={words.sections}
        current={section}
        onChange={(id: Section) => setSection(id)}
        tabs={[
          {
            id: "board",
            label: words.board,
            count: unheard.length + crowds.length,
            countLabel: words.unheardTitle,
          },
          { id: "guests", label: words.guests, count: pending.length, countLabel: words.waiting },
          { id: "menu", label: office.menu.tab },
          { id: "figures", label: office.figures.tab },
          { id: "devices", label: words.devices },
          { id: "tables", label: words.tables },
          { id: "house", label: office.house.tab },
        ]}
      >
        <div className={section === "board" ? "owner owner--board" : "owner"}>
          {section === "board" && (
            <LiveBoard
              crowds={crowds}
              unheard={unheard}
              pendingCount={pending.length}
              onGuests={() => setSection("guests")}
              onDevices={() => setSection("devices")}
            />
          )}
          {section === "guests" && <GuestOrders crowds={crowds} pending={pending} act={act} />}
          {section === "menu" && <MenuPanel act={act} />}
          {section === "figures" && <FiguresPanel />}
          {section === "devices" && <DevicesPanel />}
          {section === "tables" && <TablesPanel />}
          {section === "house" && <SettingsPanel />}
        </div>
      </Tabs>
      {lookingBack && <BoardLookBack onClose={() => setLookingBack(false)} />}
    </Shell>
  );
}

/** What the server says where this browser is nobody there any more. */
const OVER: readonly string[] = ["session_expired", "device_revoked", "unauthenticated"];

/**
 * Ends the session at the server, or unpairs the phone that was paired with a code: without it this
 * phone would still be told, and whoever finds it would still be the owner.
 */
function LogOut() {
  const device = useDevice();
  const { owner: words } = useWords();
  const { attempt, busy, failure } = useOwnerAction();
  const logOut = () =>
    attempt(async () => {
      const { deviceId } = device.identity;
      await (deviceId === null ? device.api.logOut() : device.api.revokeDevice(deviceId)).catch(
        (error: unknown) => {
          if (!(error instanceof Refusal && OVER.includes(error.code))) throw error;
        },
      );
      // The server sends nothing to an ended session; this tells the browser so, too.
      await endPush();
      forgetIdentity("owner");
      goTo("/", "replace");
    });
  return (
    <div>
      {failure !== null && <NoticeCard tone="late" title={failure} />}
      <Button tone="stop" disabled={busy} onClick={() => void logOut()}>
        {words.logout}
      </Button>
    </div>
  );
}
