/** The photos on the map: one button a cluster, moved by MapLibre; arrow keys go from one to the nearest. */
import { Marker, type Map as WorldMap } from "maplibre-gl";
import { tileUrl } from "@/api/timeline";
import { countOf, formatCount } from "@/lib/format-number";
import type { Cluster } from "./clusters";
import { latitudeOf, longitudeOf, type Points } from "./points";

interface Placed {
  marker: Marker;
  cluster: Cluster;
}

const step: Record<string, [x: number, y: number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export class MarkerLayer {
  private readonly placed = new Map<string, Placed>();

  constructor(
    private readonly map: WorldMap,
    private readonly onPick: (cluster: Cluster) => void,
  ) {}

  /** Shows these clusters; those that stay keep their button, and with it the focus. */
  show(points: Points, clusters: readonly Cluster[]): void {
    const wanted = new Set<string>();
    for (const cluster of clusters) {
      const key = `${points.id(cluster.first)} ${cluster.turn}`;
      wanted.add(key);
      const known = this.placed.get(key);
      if (known) {
        known.cluster = cluster;
        known.marker.setLngLat([longitudeOf(cluster.x), latitudeOf(cluster.y)]);
        label(known.marker.getElement(), cluster);
      } else this.placed.set(key, this.place(key, points, cluster));
    }
    for (const [key, { marker }] of this.placed) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.placed.delete(key);
    }
    this.oneTabStop();
  }

  remove(): void {
    for (const { marker } of this.placed.values()) marker.remove();
    this.placed.clear();
  }

  private place(key: string, points: Points, cluster: Cluster): Placed {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "photo-marker";
    const picture = document.createElement("img");
    picture.alt = "";
    picture.decoding = "async";
    picture.draggable = false;
    picture.src = tileUrl(points.id(cluster.first));
    // Not processed yet, or deleted a moment ago: the empty frame stands for it.
    picture.onerror = () => picture.remove();
    button.append(picture, document.createElement("span"));
    label(button, cluster);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      const now = this.placed.get(key);
      if (now) this.onPick(now.cluster);
    });
    button.addEventListener("dblclick", (event) => event.stopPropagation());
    button.addEventListener("keydown", (event) => {
      const towards = step[event.key];
      if (!towards) return;
      event.preventDefault();
      event.stopPropagation(); // the map would be moved
      this.nearest(key, towards)?.focus();
    });
    button.addEventListener("focus", () => this.oneTabStop(button));
    const marker = new Marker({ element: button }).setLngLat([longitudeOf(cluster.x), latitudeOf(cluster.y)]);
    marker.addTo(this.map);
    return { marker, cluster };
  }

  private nearest(key: string, [dx, dy]: [number, number]): HTMLElement | null {
    const from = this.placed.get(key);
    if (!from) return null;
    const at = this.map.project(from.marker.getLngLat());
    let best: { element: HTMLElement; cost: number } | null = null;
    for (const [other, { marker }] of this.placed) {
      if (other === key) continue;
      const to = this.map.project(marker.getLngLat());
      const along = (to.x - at.x) * dx + (to.y - at.y) * dy;
      const aside = Math.abs((to.x - at.x) * dy) + Math.abs((to.y - at.y) * dx);
      if (along <= 0 || aside > along * 2) continue;
      const cost = along + 2 * aside;
      if (!best || cost < best.cost) best = { element: marker.getElement(), cost };
    }
    return best?.element ?? null;
  }

  /** Tab enters the photos once and leaves them again. */
  private oneTabStop(chosen?: HTMLElement): void {
    const all = [...this.placed.values()].map(({ marker }) => marker.getElement());
    const stop = chosen ?? all.find((element) => element === document.activeElement) ?? all[0];
    for (const element of all) element.tabIndex = element === stop ? 0 : -1;
  }
}

function label(button: HTMLElement, cluster: Cluster): void {
  const { count } = cluster;
  button.toggleAttribute("data-single", count === 1);
  button.setAttribute("aria-label", count === 1 ? "1 photo: open it" : `${countOf(count, "photo", "photos")}: come nearer`);
  const badge = button.querySelector("span");
  if (badge) {
    badge.hidden = count === 1;
    badge.textContent = short(count);
  }
}

/** 12,345 → "12k": a badge is no place for long numbers; the name of the button has them. */
export function short(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${formatCount(Math.floor(count / 100) / 10)}k` : `${formatCount(Math.floor(count / 1000))}k`;
}
