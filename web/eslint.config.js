// Import arrows of ARCHITECTURE.md: app → features → components → lib; features → offline, api; features never import one another.
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

const features = readdirSync(new URL("./src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const arrow = (target, from, except) => ({
  target: `./src/${target}`,
  from: from.map((layer) => `./src/${layer}`),
  ...(except ? { except } : {}),
  message: "See the import arrows in ARCHITECTURE.md.",
});

const zones = [
  arrow("lib", ["app", "features", "components", "offline", "api", "service-worker"]),
  arrow("components", ["app", "features", "offline", "api", "service-worker"]),
  arrow("api", ["app", "features", "components", "offline", "service-worker"]),
  arrow("offline", ["app", "features", "components", "service-worker"]),
  arrow("service-worker", ["app", "features", "components", "api"]),
  arrow("features", ["app", "service-worker"]),
  ...features.map((name) => ({
    target: `./src/features/${name}`,
    from: "./src/features",
    except: [`./${name}`],
    message: "Features never import one another; compose them in app/.",
  })),
];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.ts"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "import-x": importX, "react-hooks": reactHooks, "jsx-a11y": jsxA11y },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.recommended.rules,
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
      "import-x/no-cycle": ["error", { maxDepth: 12 }],
      "max-lines": ["error", { max: 500 }],
      "no-restricted-globals": ["error", { name: "confirm", message: "Undo beats asking; else use a dialog." }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
);
