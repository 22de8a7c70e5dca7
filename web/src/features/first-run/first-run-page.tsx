/** The first visit: account, faces, then the empty timeline where photos are dropped (step 3). */
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { KeyRound, Unplug } from "lucide-react";
import { sessionQuery } from "@/api/session";
import { EmptyPlace } from "@/components/empty-place";
import { Waiting } from "@/components/waiting";
import { AccountStep } from "./account-step";
import { FacesStep } from "./faces-step";

export function FirstRunPage() {
  const { setup } = useSearch({ strict: false });
  const { data: session, isError } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const router = useRouter();
  const toPhotos = async () => {
    await router.invalidate();
    await navigate({ to: "/", replace: true });
  };
  if (!session) return isError ? <Unreachable /> : <Waiting words="Waiting for PhotoNest to answer." />;
  if (session.needs_setup) {
    return setup ? <AccountStep token={setup} onDone={() => undefined} /> : <TokenMissing />;
  }
  if (!session.user) return <Navigate to="/login" replace />;
  if (session.user.faces_decided_at === null) return <FacesStep onDone={() => void toPhotos()} />;
  return <Navigate to="/" replace />;
}

function TokenMissing() {
  return (
    <main>
      <h1 className="sr-only">Set up PhotoNest</h1>
      <EmptyPlace icon={KeyRound} title="Open the address that PhotoNest printed when it started">
        It ends with “?setup=” and a word that proves the machine is yours. Nobody has an account here yet.
      </EmptyPlace>
    </main>
  );
}

function Unreachable() {
  return (
    <main>
      <h1 className="sr-only">Set up PhotoNest</h1>
      <EmptyPlace icon={Unplug} title="PhotoNest does not answer">
        Check that it is running, then reload this page.
      </EmptyPlace>
    </main>
  );
}
