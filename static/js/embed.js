/*
 * A video or stream plays in the page after a click; nothing is loaded from its host before.
 * Without this script the link leads to the host's own page.
 */
(() => {
  const address = (link) => {
    const player = new URL(link.dataset.player);
    if (player.hostname === "player.twitch.tv") {
      player.searchParams.set("parent", location.hostname); // Twitch refuses to play without
    }
    return player.href;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-player]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "player player--on";
    frame.src = address(link);
    frame.title = link.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(frame);
    frame.focus();
  });
})();
