// Light or dark as this browser remembers it, before anything is drawn; see neoequity/appearance.py.
"use strict";
{
  const SCHEMES = { system: "light dark", light: "light", dark: "dark" };
  const meta = document.querySelector("meta[name=color-scheme]");

  function show() {
    const [, chosen] = /(?:^|; )appearance=(system|light|dark)(?:;|$)/.exec(document.cookie) || [];
    const appearance = chosen || "system";
    meta.content = SCHEMES[appearance];
    document.querySelectorAll(".appearance button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === appearance));
    });
  }

  // Without a reload, so that a form half filled in stays as it is.
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".appearance") && event.submitter) {
      event.preventDefault();
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `appearance=${event.submitter.value}; path=/; max-age=31536000; samesite=lax${secure}`;
      show();
    }
  });
  // A page that the browser kept, and one in another tab, learn of a choice made meanwhile.
  window.addEventListener("pageshow", show);
  document.addEventListener("visibilitychange", show);
  show();
}
