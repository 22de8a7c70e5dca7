/** Every address of the application: one line a page. */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { onSignedOut } from "@/api/client";
import { pointsQuery } from "@/api/places";
import { sessionKey, sessionQuery } from "@/api/session";
import type { Session, View } from "@/api/types";
import { FailedPage, MissingPage } from "./dead-ends";
import { queryClient } from "./providers";
import { AppShell } from "./shell/app-shell";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: FailedPage,
});

const text = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  validateSearch: (search) => ({ setup: text(search.setup) }),
  component: lazyRouteComponent(() => import("@/features/first-run/first-run-page"), "FirstRunPage"),
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search) => ({ next: text(search.next) }),
  // Reading the session also brings the cookie without which no form is accepted.
  loader: async ({ context }) => {
    await context.queryClient.ensureQueryData(sessionQuery);
  },
  component: lazyRouteComponent(() => import("@/features/first-run/login-page"), "LoginPage"),
});

/** Only signed-in users pass; everyone else is led to set-up or to the login, which brings them back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: AppShell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session.needs_setup) {
      throw redirect({ to: "/welcome", search: { setup: text((location.search as { setup?: unknown }).setup) } });
    }
    if (!session.user) throw redirect({ to: "/login", search: { next: location.href } });
  },
});

const timelinePage = lazyRouteComponent(() => import("./timeline-page"), "TimelinePage");
const viewerPage = lazyRouteComponent(() => import("./viewer-page"), "ViewerPage");

/** A timeline with the viewer above it: the timeline stays where it is while a photo is open. */
function timelineRoutes(view: View, path: string) {
  const page = createRoute({
    getParentRoute: () => signedIn,
    ...(path === "/" ? { id: "library" } : { path }),
    staticData: { view },
    component: timelinePage,
  });
  return page.addChildren([
    ...(path === "/" ? [createRoute({ getParentRoute: () => page, path: "/" })] : []),
    createRoute({ getParentRoute: () => page, path: "photo/$id", component: viewerPage }),
  ]);
}

/** TanStack reads "2019" as a number and "true" as a truth; a search means the words. */
const asText = (value: unknown): string | undefined =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : text(value);

const searchPage = createRoute({
  getParentRoute: () => signedIn,
  path: "/search",
  validateSearch: (search) => ({ q: asText(search.q)?.trim() || undefined, sort: text(search.sort), like: text(search.like) }),
  component: lazyRouteComponent(() => import("./search-page"), "SearchPage"),
});
const search = searchPage.addChildren([
  createRoute({ getParentRoute: () => searchPage, path: "photo/$id", component: viewerPage }),
]);

/** TanStack reads plain numbers out of an address as numbers; names of places are text, also when empty. */
const word = (value: unknown): string | undefined => (value === undefined || value === null ? undefined : String(value));
const placesPages = () => import("./places-pages");
const mapPage = createRoute({
  getParentRoute: () => signedIn,
  path: "/places",
  validateSearch: (search) => ({ at: text(search.at) }),
  // Positions and the map itself are on their way while the page is still being loaded.
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(pointsQuery);
    void import("@/components/world-map").catch(() => undefined);
  },
  component: lazyRouteComponent(placesPages, "MapPage"),
});
const map = mapPage.addChildren([
  createRoute({ getParentRoute: () => mapPage, path: "photo/$id", component: viewerPage }),
]);
const placesList = createRoute({
  getParentRoute: () => signedIn,
  path: "/places/list",
  component: lazyRouteComponent(placesPages, "PlacesListPage"),
});
const placePage = createRoute({
  getParentRoute: () => signedIn,
  path: "/places/in",
  validateSearch: (search) => ({ country: word(search.country) ?? "", region: word(search.region), city: word(search.city) }),
  component: lazyRouteComponent(placesPages, "PlacePage"),
});
const place = placePage.addChildren([
  createRoute({ getParentRoute: () => placePage, path: "photo/$id", component: viewerPage }),
]);

const duplicates = createRoute({
  getParentRoute: () => signedIn,
  path: "/duplicates",
  component: lazyRouteComponent(() => import("@/features/duplicates/duplicates-page"), "DuplicatesPage"),
});
const eventPages = () => import("./event-pages");
const events = createRoute({
  getParentRoute: () => signedIn,
  path: "/events",
  validateSearch: (search) => ({ kind: text(search.kind) }),
  component: lazyRouteComponent(eventPages, "EventsPage"),
});
const eventPage = createRoute({
  getParentRoute: () => signedIn,
  path: "/events/$eventId",
  component: lazyRouteComponent(eventPages, "EventPage"),
});
const event = eventPage.addChildren([
  createRoute({ getParentRoute: () => eventPage, path: "photo/$id", component: viewerPage }),
]);
const memoriesPage = createRoute({
  getParentRoute: () => signedIn,
  path: "/memories",
  component: lazyRouteComponent(() => import("./memories-page"), "MemoriesPage"),
});
const memories = memoriesPage.addChildren([
  createRoute({ getParentRoute: () => memoriesPage, path: "photo/$id", component: viewerPage }),
]);

const people = createRoute({
  getParentRoute: () => signedIn,
  path: "/people",
  component: lazyRouteComponent(() => import("@/features/people/people-page"), "PeoplePage"),
});
const questions = createRoute({
  getParentRoute: () => signedIn,
  path: "/people/questions",
  component: lazyRouteComponent(() => import("@/features/people/questions-page"), "QuestionsPage"),
});
const personPage = createRoute({
  getParentRoute: () => signedIn,
  path: "/people/$person",
  component: lazyRouteComponent(() => import("./person-page"), "PersonPage"),
});
const person = personPage.addChildren([
  createRoute({ getParentRoute: () => personPage, path: "photo/$id", component: viewerPage }),
]);

const tags = createRoute({
  getParentRoute: () => signedIn,
  path: "/tags",
  component: lazyRouteComponent(() => import("@/features/tags/tags-page"), "TagsPage"),
});

const activity = createRoute({
  getParentRoute: () => signedIn,
  path: "/activity",
  component: lazyRouteComponent(() => import("@/features/activity/activity-page"), "ActivityPage"),
});

const leaving = createRoute({
  getParentRoute: () => signedIn,
  path: "/leaves",
  component: lazyRouteComponent(() => import("@/features/leaving/leaving-page"), "LeavingPage"),
});

const models = createRoute({
  getParentRoute: () => signedIn,
  path: "/models",
  component: lazyRouteComponent(() => import("@/features/models/models-page"), "ModelsPage"),
});

const you = createRoute({
  getParentRoute: () => signedIn,
  path: "/you",
  component: lazyRouteComponent(() => import("./you-page"), "YouPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    welcome,
    login,
    signedIn.addChildren([
      timelineRoutes("library", "/"),
      timelineRoutes("favourites", "/favourites"),
      timelineRoutes("recent", "/recent"),
      timelineRoutes("videos", "/videos"),
      timelineRoutes("trash", "/trash"),
      search,
      map,
      placesList,
      place,
      duplicates,
      people,
      questions,
      person,
      events,
      event,
      memories,
      tags,
      activity,
      leaving,
      models,
      you,
    ]),
  ]),
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  // Every page keeps its place; a photo open above a page does not count as another page.
  scrollRestoration: true,
  getScrollRestorationKey: ({ pathname, search }) =>
    pathname.replace(/\/photo\/[^/]+$/, "").replace(/\/$/, "") + JSON.stringify(search),
});

onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === "/login" || pathname === "/welcome") return;
  // Pages of the signed-in part need their user until they are gone.
  void router.navigate({ to: "/login", search: { next: href } }).then(() => {
    queryClient.setQueryData<Session>(sessionKey, (before) => before && { ...before, user: null });
  });
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    view?: View;
  }
}
