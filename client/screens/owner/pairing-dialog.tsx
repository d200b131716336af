import { useState } from "react";
import { trimmed } from "#shared/kernel/tidy.ts";
import type { DeviceRow } from "#shared/api/devices.ts";
import { DEVICE_ROLES, type DeviceRole } from "#shared/devices/roles.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { useDevice, useView } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { useAskedClose } from "../../ui/asked-close.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, ChoiceField, Field } from "../../ui/field.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { origin } from "../../platform/address.ts";
import { useFormat, useWords } from "../../words/words.tsx";

/**
 * What a role is chosen with: none of it outlives the choice of another, of which it may not be
 * true.
 */
type Chosen = {
  readonly role: DeviceRole;
  /** Empty: nobody. */ readonly replaces: string;
  /** Empty: all. */ readonly stationIds: readonly string[];
};

const ofRole = (role: DeviceRole): Chosen => ({ role, replaces: "", stationIds: [] });

/**
 * Makes a code that turns one more browser into a device, or into one of `devices` in its place: to
 * be scanned, or typed.
 */
export function PairingDialog({
  devices,
  onClose,
}: {
  devices: readonly DeviceRow[];
  onClose: () => void;
}) {
  const device = useDevice();
  const { menu } = useView();
  const { owner: words, common, role: roles } = useWords();
  const format = useFormat();
  const [chosen, setChosen] = useState<Chosen>(ofRole("kitchen"));
  const [name, setName] = useState("");
  const [made, setMade] = useState<{
    code: string;
    expiresAt: string;
    pairUrl?: string | undefined;
  } | null>(null);
  const { attempt, busy, failure } = useOwnerAction();
  const { close, asking } = useAskedClose(made === null && trimmed(name) !== "", onClose);
  const { role, replaces, stationIds } = chosen;
  const alike = devices.filter((row) => row.role === role);
  const choose = (change: Partial<Omit<Chosen, "role">>) => setChosen({ ...chosen, ...change });
  const make = () =>
    attempt(async () => {
      setMade(
        await device.api.makePairingCode({
          role,
          ...(trimmed(name) === "" ? {} : { name: trimmed(name) }),
          ...(stationIds.length === 0 ? {} : { stationIds }),
          ...(replaces === "" ? {} : { replaces }),
        }),
      );
    });
  if (made !== null) {
    const link = made.pairUrl ?? `${origin()}/pair#${made.code}`;
    // The same dialog with other words in it: it does not come up anew.
    return (
      <>
        <Dialog
          title={words.code}
          closeLabel={common.close}
          onClose={onClose}
          foot={
            <Button tone="go" size="kitchen" onClick={onClose}>
              {common.done}
            </Button>
          }
        >
          <QrCode text={link} label={words.codeQr(made.code)} />
          <p className="code" data-testid="pairing-code">
            {made.code}
          </p>
          <p className="code__how">
            {words.codeHow} <strong>{link.split("#", 1).join("")}</strong>
          </p>
          <p className="code__how">{words.codeExpires(format.time(fromIso(made.expiresAt)))}</p>
        </Dialog>
      </>
    );
  }
  return (
    <>
      <Dialog
        title={words.pairNew}
        closeLabel={common.close}
        onClose={close}
        foot={
          <Button tone="go" size="kitchen" disabled={busy} onClick={() => void make()}>
            {words.makeCode}
          </Button>
        }
      >
        {failure !== null && <NoticeCard tone="late" title={failure} />}
        <ChoiceField
          legend={words.codeFor}
          value={role}
          options={DEVICE_ROLES.map((value) => ({ value, label: roles[value] }))}
          onChange={(other) => setChosen(ofRole(other))}
        />
        {alike.length > 0 && (
          <div>
            <ChoiceField
              legend={words.codeReplaces}
              value={replaces}
              options={[
                { value: "", label: words.codeReplacesNone },
                ...alike.map(({ deviceId, name: label }) => ({ value: deviceId, label })),
              ]}
              onChange={(deviceId) => choose({ replaces: deviceId })}
            />
            <p className="field__hint">{words.codeReplacesHow}</p>
          </div>
        )}
        <Field
          label={words.codeName}
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        {role === "kitchen" && menu.stations.length > 1 && (
          <fieldset className="code__stations">
            <legend className="field__label">{words.stations}</legend>
            <CheckField
              label={words.anyStation}
              checked={stationIds.length === 0}
              onChange={() => choose({ stationIds: [] })}
            />
            {menu.stations.map((station) => (
              <CheckField
                key={station.id}
                label={station.name}
                checked={stationIds.includes(station.id)}
                onChange={(on) =>
                  choose({
                    stationIds: on
                      ? [...stationIds, station.id]
                      : stationIds.filter((id) => id !== station.id),
                  })
                }
              />
            ))}
          </fieldset>
        )}
        {role === "kitchen" && menu.stations.length > 1 && (
          <p className="field__hint">{words.stationsHow}</p>
        )}
      </Dialog>
      {asking}
    </>
  );
}
