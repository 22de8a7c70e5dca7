/** Everything that the whole application stands in: data, policy, tooltips, toasts. */
import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "@/api/client";
import { ToastHost } from "@/components/toast";
import { TooltipHost } from "@/components/tooltip";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // "online" as browsers see it says nothing about a server on the same machine.
      networkMode: "always",
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.permanent),
    },
    mutations: { networkMode: "always" },
  },
});

export function Providers({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        {children}
        <ToastHost />
        <TooltipHost />
      </QueryClientProvider>
    </CSPProvider>
  );
}
