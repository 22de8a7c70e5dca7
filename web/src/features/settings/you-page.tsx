/** Account, choices, and honest answers: where the files are, what leaves this machine, what it cannot do. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { get } from "@/api/client";
import { useUser } from "@/api/session";
import type { About } from "@/api/types";
import { Page } from "@/components/page";
import { AboutSection } from "./about-section";
import { AccountSection } from "./account-section";
import { ChoicesSection } from "./choices-section";
import { UsersSection } from "./users-section";

export function YouPage({ children }: { children?: ReactNode }) {
  const user = useUser();
  const about = useQuery({
    queryKey: ["about"],
    queryFn: ({ signal }) => get<About>("/api/about", signal),
    staleTime: 60_000,
  });
  return (
    <Page title="You">
      <div className="space-y-12">
        {children}
        <AccountSection />
        <ChoicesSection />
        {user.is_admin && <UsersSection />}
        <AboutSection about={about.data} error={about.error} />
      </div>
    </Page>
  );
}
