// Keeps the counters and the recent facts of an open page up to date. Without it the page is the same, only still.
// One tab of a browser holds the stream and tells the others; a tab that nobody looks at holds none.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  if (!live || !("EventSource" in window)) return;
  const address = live.dataset.live;
  const state = document.getElementById("etat-direct");
  const say = (how) => { if (state) state.textContent = how === "on" ? live.dataset.on : live.dataset.off; };
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

  const shared = "BroadcastChannel" in window && navigator.locks;
  const others = shared ? new BroadcastChannel(`maillage ${address}`) : null;
  let last = null, leave = null, waiting = null;
  const tell = (word) => {
    if (word === "fact") refresh(); else say(last = word);
    if (others) others.postMessage(word);
  };

  // Holds the stream until the tab is left.
  const hold = () => new Promise((done) => {
    const stream = new EventSource(address);
    let again = null;
    stream.addEventListener("fact", () => tell("fact"));
    stream.onopen = () => tell("on");
    stream.onerror = () => {
      tell("off");
      // Refused, where as many follow as may: another try later, by whichever tab is then first.
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(() => { end(); begin(); }, 30000);
    };
    leave = () => { clearTimeout(again); stream.close(); leave = null; done(); };
  });
  const begin = () => {
    if (leave || waiting || document.hidden) return;
    if (!shared) { hold(); return; }
    waiting = new AbortController();
    navigator.locks.request(`maillage ${address}`, { signal: waiting.signal }, hold).catch(() => {});
    others.postMessage("who");
  };
  const end = () => {
    if (waiting) waiting.abort();
    waiting = null;
    if (leave) leave();
  };

  if (others) {
    others.onmessage = ({ data }) => {
      if (data === "who") { if (leave && last) others.postMessage(last); }
      else if (data === "fact") { if (!document.hidden) refresh(); }
      else if (!leave) say(data);
    };
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { end(); } else { begin(); refresh(); }
  });
  addEventListener("pagehide", end);
  addEventListener("pageshow", begin);
  begin();
})();
