"use strict";
/* Keys of the desk. Off in text boxes, and off altogether for whoever turns them off. */
(() => {
  const fault = document.querySelector("[data-focus=first]");
  if (fault) fault.focus();

  const paper = document.querySelector("[data-print]");
  if (paper) {
    paper.hidden = false;
    paper.addEventListener("click", () => print());
  }

  const about = document.querySelector("[data-keys]");
  if (!about) return;
  const dialog = document.getElementById("keys");
  const off = about.querySelector("[data-keys-off]");
  const on = about.querySelector("[data-keys-on]");
  const isOn = () => localStorage.getItem("keys") !== "off";
  const show = () => {
    document.documentElement.classList.toggle("keys-on", isOn());
    off.hidden = !isOn();
    on.hidden = isOn();
  };
  const turn = (how) => {
    localStorage.setItem("keys", how);
    show();
  };
  about.hidden = false;
  off.addEventListener("click", () => turn("off"));
  on.addEventListener("click", () => turn("on"));
  show();

  /* The next or last entry of the list beside the page. */
  const step = (by) => {
    const links = [...document.querySelectorAll("[data-list] a")];
    const now = links.findIndex((link) => link.hasAttribute("aria-current"));
    const there = links[now + by];
    if (there) there.click();
  };
  /* A number picks the first option of the field that ends with it: cover that word. */
  const pick = (number) => {
    const option = document.querySelector(`input[type=radio][name$="-${number}"]`);
    if (!option) return;
    option.checked = true;
    option.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (!isOn() || dialog.open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    const key = event.key.toLowerCase();
    const control = [...document.querySelectorAll("[data-key]")].find(
      (one) => one.dataset.key === key,
    );
    if (control) control.click();
    else if (/^[1-9]$/.test(key)) pick(key);
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "?") dialog.showModal();
    else return;
    event.preventDefault();
  });
})();
