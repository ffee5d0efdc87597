/* A link to a comment that is not on the page (#c12: it was moved, or is folded away) leads to where it is, if it is. */
const lost = /^#c(\d+)$/.exec(location.hash);
if (lost && !document.getElementById(`c${lost[1]}`)) {
  const address = `/c/${lost[1]}`;
  fetch(address, { method: "HEAD" }).then(({ ok }) => ok && location.replace(address + location.hash), () => {});
}
