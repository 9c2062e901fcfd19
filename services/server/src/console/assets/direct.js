// Keeps the counters and the recent facts of an open page up to date. Without it the page is the same, only still.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  if (!live || !("EventSource" in window)) return;
  const state = document.getElementById("etat-direct");
  const say = (text) => { if (state) state.textContent = text; };
  let asked = false, running = false;

  // One refresh at a time; what arrives meanwhile asks for one more.
  const refresh = async () => {
    if (running) { asked = true; return; }
    running = true;
    try {
      do {
        asked = false;
        await Promise.all([...document.querySelectorAll("[data-fragment]")].map(async (place) => {
          const answer = await fetch(place.dataset.fragment, { headers: { Accept: "text/html" } });
          if (!answer.ok) return;
          const before = new Map([...place.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e.textContent]));
          place.innerHTML = await answer.text();
          for (const element of place.querySelectorAll("[data-key]")) {
            if (before.has(element.dataset.key) && before.get(element.dataset.key) !== element.textContent) {
              (element.closest("li") || element).classList.add("moved");
            }
          }
        }));
      } while (asked);
    } finally {
      running = false;
    }
  };

  const stream = new EventSource(live.dataset.live);
  stream.addEventListener("fact", refresh);
  stream.onopen = () => say(live.dataset.on);
  stream.onerror = () => say(live.dataset.off);
})();
