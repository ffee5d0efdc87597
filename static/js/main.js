/* Everything works without this file; each behaviour makes one thing smoother. */
import "./behaviors/composer.js";
import "./behaviors/failures.js";
import "./behaviors/keep-text.js";
import "./behaviors/mentions.js";
import "./behaviors/pending.js";
import "./behaviors/quoting.js";
import "./behaviors/reveal.js";
import "./behaviors/send-keys.js";
