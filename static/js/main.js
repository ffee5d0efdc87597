/* Everything works without this file; each behaviour makes one thing smoother. */
import "./behaviors/collapse.js";
import "./behaviors/composer.js";
import "./behaviors/failures.js";
import "./behaviors/keep-text.js";
import "./behaviors/pending.js";
import "./behaviors/reveal.js";
import "./behaviors/send-keys.js";
