import { useState } from "react";
import { unheardOrders } from "#shared/kitchen/board.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { useAct, useDevice, useNow, useView } from "../../device/device-context.tsx";
import { forget as forgetIdentity } from "../../device/identities.ts";
import { Button } from "../../ui/button.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { goTo } from "../../platform/address.ts";
import { useWords } from "../../words/words.tsx";
import { AsidePrompt } from "../orders/aside-prompt.tsx";
import { Shell } from "../shell/shell.tsx";
import { DevicesPanel } from "./devices-panel.tsx";
import { FiguresPanel } from "./figures-panel.tsx";
import { GuestOrders } from "./guest-orders.tsx";
import { LiveBoard } from "./live-board.tsx";
import { MenuPanel } from "./menu-panel.tsx";
import { SettingsPanel } from "./settings-panel.tsx";
import { TablesPanel } from "./tables-panel.tsx";
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
  const { act, failure, forget } = useAct();
  const now = useNow();
  const [section, setSection] = useState<Section>("board");
  const unheard = unheardOrders(view.orders.values(), now, view.settings.shownAlarmSeconds * SECOND);
  const pending = [...view.orders.values()].filter((order) => order.status === "pending").sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
  const logOut = async () => {
    await device.api.logOut();
    forgetIdentity("owner");
    goTo("/", "replace");
  };
  return (
    <Shell
      title={words.title}
      about={view.settings.name || device.identity.restaurantName}
      controls={<AsidePrompt act={act} />}
      failure={failure}
      onFailureSeen={forget}
      settings={
        <div>
          <Button tone="stop" onClick={() => void logOut()}>
            {words.logout}
          </Button>
        </div>
      }
    >
      <Tabs
        label={words.sections}
        current={section}
        onChange={(id: Section) => setSection(id)}
        tabs={[
          { id: "board", label: words.board, count: unheard.length, countLabel: words.unheardTitle },
          { id: "guests", label: words.guests, count: pending.length, countLabel: words.waiting },
          { id: "menu", label: office.menu.tab },
          { id: "figures", label: office.figures.tab },
          { id: "devices", label: words.devices },
          { id: "tables", label: words.tables },
          { id: "house", label: office.house.tab },
        ]}
      >
        <div className="owner">
          {section === "board" && <LiveBoard unheard={unheard} pendingCount={pending.length} onGuests={() => setSection("guests")} />}
          {section === "guests" && <GuestOrders pending={pending} act={act} />}
          {section === "menu" && <MenuPanel act={act} />}
          {section === "figures" && <FiguresPanel />}
          {section === "devices" && <DevicesPanel />}
          {section === "tables" && <TablesPanel />}
          {section === "house" && <SettingsPanel />}
        </div>
      </Tabs>
    </Shell>
  );
}
