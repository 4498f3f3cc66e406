/* What was typed and not saved yet, kept in this tab of the browser until it is saved.

   On a shared desk nobody else may see it: it is enciphered with a key that the server gives to the same person only
   and that is never stored; it lives in sessionStorage, so it ends with the tab; it is thrown away when it is saved,
   when somebody logs out (drafts-forgotten.js), when another person opens the page, and after a working day. */

const PREFIX = "plumbline.draft/";
const KEPT_FOR = 8 * 60 * 60 * 1000; // milliseconds
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);

function nameOf(form) {
  return `${PREFIX}${form.dataset.person}/${form.dataset.draftOf}`;
}

/** Removes what has expired, or is another person's. */
export function tidy(form) {
  for (const name of Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))) {
    const kept = JSON.parse(sessionStorage.getItem(name));
    const own = name.startsWith(`${PREFIX}${form.dataset.person}/`);
    if (!own || Date.now() - kept.at > KEPT_FOR) sessionStorage.removeItem(name);
  }
}

async function cipherKey(form) {
  const raw = Uint8Array.from(form.dataset.draftKey.match(/../g), (pair) => parseInt(pair, 16));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

let forgotten = 0; // how often something was: what was begun to be kept before that is not kept any more

/** Keeps the form as it is now; where the browser has no cipher (no HTTPS) nothing is kept. */
export async function keep(form) {
  if (!crypto.subtle) return;
  const before = forgotten;
  const fields = [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(fields));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await cipherKey(form), plain);
  if (before === forgotten) sessionStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), iv: toText(iv), sealed: toText(sealed) }));
}

/** What was kept of this form: when, and the fields as pairs; null if nothing was, or nobody can read it any more. */
export async function kept(form) {
  const found = sessionStorage.getItem(nameOf(form));
  if (!found || !crypto.subtle) return null;
  const { at, iv, sealed } = JSON.parse(found);
  try {
    const cipher = { name: "AES-GCM", iv: toBytes(iv) };
    const plain = await crypto.subtle.decrypt(cipher, await cipherKey(form), toBytes(sealed));
    return { at, fields: JSON.parse(new TextDecoder().decode(plain)) };
  } catch {
    forget(form);
    return null;
  }
}

export function forget(form) {
  forgotten += 1;
  sessionStorage.removeItem(nameOf(form));
}
