"use client";

import type { Schema } from "../../client/index.js";
import { useAdmin } from "../provider.js";
import { Table } from "./list.js";

type Overview = Schema<"Overview">;

const SERIES = ["admitted", "waiting", "denied", "refused"] as const;
/** The logins of one time, by what came of them. */
export interface LoginsOfTime {
  /** The begin of the time, in seconds since 1970-01-01T00:00:00Z. */
  readonly begin: number;
  readonly admitted: number;
  readonly waiting: number;
  readonly denied: number;
  readonly refused: number;
}

const SERIES_OF: Readonly<Record<string, (typeof SERIES)[number]>> = {
  returning: "admitted",
  provisioned: "admitted",
  linked: "admitted",
  approval_required: "waiting",
  waitlisted: "waiting",
  link_confirmation_required: "waiting",
  token_refused: "refused",
};
/** The most times that are shown. */
const MOST = 400;

/** Returns the logins of each time, also of those without any. */
export function timesOf({ counts, from, step }: Overview, until: number): readonly LoginsOfTime[] {
  const length = Math.min(MOST, Math.max(0, Math.ceil((until - from) / step)));
  return Array.from({ length }, (_, at) => {
    const time = { begin: from + at * step, admitted: 0, waiting: 0, denied: 0, refused: 0 };
    for (const { begin, logins, outcome } of counts)
      if (begin >= time.begin && begin < time.begin + step) time[SERIES_OF[outcome] ?? "denied"] += logins;
    return time;
  });
}

const HEIGHT = 120;
const DAY = 86_400;
const STEP = 20;
const BAR = 14;

/** The heights of one day's parts, from below, in the units of the picture. */
export function stacked(
  day: LoginsOfTime,
  most: number,
): readonly { readonly series: string; readonly y: number; readonly height: number }[] {
  let top = HEIGHT;
  return SERIES.map((series) => {
    const height = most === 0 ? 0 : (day[series] / most) * HEIGHT;
    top -= height;
    return { series, y: top, height };
  });
}

const totalOf = (day: LoginsOfTime) => SERIES.reduce((sum, series) => sum + day[series], 0);

/** Logins by time as stacked bars, next to the same numbers as a table. */
export function LoginChart({ times }: { readonly times: readonly LoginsOfTime[] }) {
  const { locale, texts } = useAdmin();
  const { overview } = texts.records;
  const most = Math.max(0, ...times.map(totalOf));
  const width = Math.max(1, times.length) * STEP;
  const [first, second] = times;
  const hours = first !== undefined && second !== undefined && second.begin - first.begin < DAY;
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    ...(hours && { hour: "2-digit", minute: "2-digit" }),
  });
  return (
    <figure className="cora-chart">
      <figcaption>
        <ul className="cora-legend">
          {SERIES.map((series) => (
            <li key={series} className={`cora-series-${series}`}>
              {overview[series]}
            </li>
          ))}
        </ul>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {times.map((time, at) => (
          <g key={time.begin}>
            {stacked(time, most).map(({ height, series, y }) => (
              <rect
                key={series}
                className={`cora-series-${series}`}
                x={at * STEP + (STEP - BAR) / 2}
                y={y}
                width={BAR}
                height={height}
              />
            ))}
          </g>
        ))}
      </svg>
      <details className="cora-fold">
        <summary>{overview.logins}</summary>
        <Table
          caption={overview.logins}
          rows={times}
          keyOf={({ begin }) => String(begin)}
          columns={[
            { id: "day", header: overview.day, cell: ({ begin }) => format.format(begin * 1000) },
            ...SERIES.map((series) => ({
              id: series,
              header: overview[series],
              cell: (time: LoginsOfTime) => String(time[series]),
            })),
            { id: "total", header: overview.total, cell: (time) => String(totalOf(time)) },
          ]}
        />
      </details>
    </figure>
  );
}
