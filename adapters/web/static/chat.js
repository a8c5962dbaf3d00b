"use strict";
/* Three small helps; every page works without them. */
(() => {
  /* Leave now: the page is covered at once and does not stay in the history. */
  const away = () => {
    document.documentElement.hidden = true;
    location.replace("/leave");
  };
  for (const link of document.querySelectorAll(".leave")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      away();
    });
  }
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

  /* What to read first: what went wrong, else the question. */
  const first = document.querySelector("[data-focus=first]") || document.querySelector("[data-focus]");
  if (first) first.focus();
})();
