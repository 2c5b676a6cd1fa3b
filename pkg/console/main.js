// The console as `cora serve` answers it, built by scripts/console.mjs into dist/console.
import "../admin.css";
import "./page.css";
import { startConsole } from "../dist/admin/console/app.js";

startConsole(document.querySelector("#root"));
