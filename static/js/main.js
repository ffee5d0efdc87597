/* Everything works without this file; each behaviour makes one thing smoother. */
import "./behaviors/composer.js";
import "./behaviors/failures.js";
import "./behaviors/keep-text.js";
import "./behaviors/pending.js";
import "./behaviors/report.js";
import "./behaviors/reveal.js";
import "./behaviors/send-keys.js";
