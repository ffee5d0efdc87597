/* Everything works without this file; each behaviour makes one thing smoother. */
import "./behaviors/collapse.js";
import "./behaviors/composer.js";
import "./behaviors/failures.js";
import "./behaviors/keep-text.js";
import "./behaviors/keys.js";
import "./behaviors/lost.js";
import "./behaviors/mentions.js";
import "./behaviors/next-new.js";
import "./behaviors/pending.js";
import "./behaviors/quoting.js";
import "./behaviors/report.js";
import "./behaviors/reveal.js";
import "./behaviors/send-keys.js";
