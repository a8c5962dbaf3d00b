"use strict";
/* Small helps; every page works without them. */
(() => {
  /* Leave now: the page is covered at once and does not stay in the history. */
  const away = () => {
    document.documentElement.hidden = true;
    location.replace("/leave");
  };
  let shifts = 0;
  let since = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      shifts = 0;
      return;
    }
    if (event.repeat) return;
    if (event.timeStamp - since > 3000) shifts = 0;
    if (shifts === 0) since = event.timeStamp;
    shifts += 1;
    if (shifts === 3) away();
  });
  /* A page that the browser kept whole is asked for anew. */
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  /* Links of our own leave no entry in the history either. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.download || link.origin !== location.origin) return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.matches(".leave")) away();
    else if (link.hash) document.querySelector(link.hash).focus();
    else location.replace(link.href);
  });

  /* A form goes out and what comes back takes the place of the page: no new entry in the history,
     and words that did not go out are still there. */
  const siblings = (one, way) => {
    const all = [];
    for (let at = one[way]; at; at = at[way]) all.push(at);
    return all;
  };
  const around = (kept, fresh) => {
    const old = [...siblings(kept, "previousSibling"), ...siblings(kept, "nextSibling")];
    for (const each of old) each.remove();
    kept.before(...siblings(fresh, "previousSibling").reverse());
    kept.after(...siblings(fresh, "nextSibling"));
  };
  const dressed = (fresh) =>
    Promise.all(
      [...fresh.querySelectorAll("link[rel=stylesheet]")]
        .filter((sheet) => !document.querySelector(`link[href="${sheet.getAttribute("href")}"]`))
        .map(
          (sheet) =>
            new Promise((done) => {
              sheet.onload = sheet.onerror = done;
              document.head.append(sheet);
            }),
        ),
    );
  const take = async (fresh, url) => {
    await dressed(fresh);
    const [main, next] = [document, fresh].map((each) => each.querySelector("main"));
    const [log, said] = [main, next].map((each) => each.querySelector("[role=log]"));
    around(main, next);
    if (log && said) {
      /* It stays the same element, or what is new in it is not read out. */
      around(log, said);
      log.replaceChildren(...said.childNodes);
      if (next.dataset.idle) main.dataset.idle = next.dataset.idle;
      else delete main.dataset.idle;
    } else main.replaceWith(next);
    const { lang, dir } = fresh.documentElement;
    Object.assign(document.documentElement, { lang, dir });
    document.title = fresh.title;
    history.replaceState(null, "", url);
    scrollTo(0, 0);
    begin(true);
  };
  const tell = (text) => {
    const box = document.getElementById("unsent");
    box.textContent = text;
    box.hidden = false;
    box.focus();
  };
  const send = async (form, button) => {
    const main = document.querySelector("main");
    const body = new URLSearchParams(new FormData(form));
    if (button) body.append(button.name, button.value);
    const box = document.getElementById("unsent");
    main.setAttribute("aria-busy", "true");
    try {
      const answer =
        form.method === "get"
          ? await fetch(`${form.action}?${body}`)
          : await fetch(form.action, { method: "POST", body });
      if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) {
        /* A file, which only the browser itself can put where files go. */
        form.dataset.plain = "";
        form.requestSubmit(button);
        return;
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fault = !answer.ok && !fresh.querySelector("[role=log]");
      if (fault && box) tell(`${fresh.querySelector("h1").textContent}. ${box.dataset.kept}`);
      else await take(fresh, answer.url);
    } catch {
      if (box) tell(box.dataset.words);
    } finally {
      main.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    if ("plain" in event.target.dataset) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  /* On a device that is shared: when nobody has touched the page for too long, its words vanish and
     the code is asked for. Whoever only types is told of, so that the server does not wait in vain. */
  let touched = Date.now();
  let told = touched;
  const idle = () => Number(document.querySelector("main").dataset.idle || 0) * 1000;
  for (const sign of ["keydown", "pointerdown"]) {
    document.addEventListener(sign, () => {
      touched = Date.now();
      if (!idle() || touched - told < 60000) return;
      told = touched;
      fetch(location.href, { method: "HEAD" }).catch(() => {});
    });
  }
  const watch = () => {
    if (!idle() || Date.now() - touched < idle()) return;
    document.querySelector("main").replaceChildren(document.querySelector("main form#plain"));
    const gone = document.createElement("button");
    Object.assign(gone, { name: "do", value: "away" });
    send(document.getElementById("plain"), gone);
  };
  setInterval(watch, 15000);
  document.addEventListener("visibilitychange", watch);

  /* Words of a draft are covered by tapping them. Places count code points. */
  const word = (text, place) => {
    const span = document.createElement("span");
    span.className = "tap";
    span.dataset.place = place;
    span.textContent = text;
    return span;
  };
  const cover = (span, box) => {
    const { as, label, form } = box.dataset;
    const text = span.textContent;
    const chip = document.createElement("label");
    const input = document.createElement("input");
    const shown = document.createElement("span");
    const was = document.createElement("span");
    chip.className = "cover";
    Object.assign(input, { type: "checkbox", name: "word", value: span.dataset.place });
    input.defaultChecked = true;
    input.setAttribute("form", form);
    input.setAttribute("aria-label", label.replace("{word}", () => text));
    shown.className = "as";
    shown.textContent = as;
    was.className = "was";
    was.textContent = text;
    for (const part of [shown, was]) part.setAttribute("aria-hidden", "true");
    chip.append(input, shown, was);
    span.replaceWith(chip);
  };
  const token = /[^\s\p{P}]+(?:\p{P}+[^\s\p{P}]+)*/gu;
  const size = (text) => Array.from(text).length;
  /* What there is to do on a page that has just come, and what to read first: what went wrong, else
     the question. The first page begins at its top, as every page does. */
  const begin = (later) => {
    for (const box of document.querySelectorAll(".words[data-form]")) {
      for (const run of box.querySelectorAll("[data-start]")) {
        const text = run.textContent;
        const made = [];
        let done = 0;
        let at = Number(run.dataset.start);
        for (const found of text.matchAll(token)) {
          const before = text.slice(done, found.index);
          const from = at + size(before);
          at = from + size(found[0]);
          made.push(before, word(found[0], `${from}-${at}`));
          done = found.index + found[0].length;
        }
        run.replaceChildren(...made, text.slice(done));
      }
      box.addEventListener("click", (event) => {
        if (event.target.className === "tap") cover(event.target, box);
      });
      box.addEventListener("change", (event) => {
        const { name, value, parentNode } = event.target;
        if (name === "word") {
          parentNode.replaceWith(word(parentNode.querySelector(".was").textContent, value));
        }
      });
    }
    const first =
      document.querySelector("[data-focus=first]") || (later && document.querySelector("[data-focus]"));
    if (first) first.focus();
  };
  begin(false);
})();
