/** Addresses of the outlines of the world (world/plugin.ts). */
declare module "virtual:world-110m" {
  const url: string;
  export default url;
}
declare module "virtual:world-50m" {
  const url: string;
  export default url;
}
