/** The sign of PhotoNest: a picture in a nest. */
export function Mark({ size = 32 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" aria-hidden="true" />;
}
