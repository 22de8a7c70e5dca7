/** Controls are seen while something moves, and fade two seconds later. */
import { useCallback, useEffect, useRef, useState } from "react";

const fadeMs = 2_000;

export function useFadingControls(pinned: boolean) {
  const [visible, setVisible] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wake = useCallback(() => {
    setVisible(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setVisible(false), fadeMs);
  }, []);
  const toggle = useCallback(() => {
    clearTimeout(timer.current);
    setVisible((before) => !before);
  }, []);
  useEffect(() => {
    timer.current = setTimeout(() => setVisible(false), fadeMs);
    return () => clearTimeout(timer.current);
  }, []);
  return { visible: visible || pinned, wake, toggle };
}
