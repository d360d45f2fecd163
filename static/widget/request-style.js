/* The request form's style; its colours are the panel's. */
export const sheet = `
.request{display:grid;gap:14px;padding-top:4px}
.request label{display:block;margin-bottom:5px;font-size:13px;font-weight:500}
.request label i{font-style:normal;font-weight:400;color:var(--dim)}
.request :is(.entry,textarea){all:unset;box-sizing:border-box;display:block;width:100%;min-height:42px;padding:9px 12px;border-radius:10px;background:var(--bg);
box-shadow:inset 0 0 0 1px var(--edge);font:inherit;line-height:22px;color:var(--text);overflow-wrap:anywhere}
.request textarea{max-height:176px;overflow-y:auto;white-space:pre-wrap}
.request :is(.entry,textarea):focus{box-shadow:inset 0 0 0 2px var(--accent)}
.request [aria-invalid=true]{box-shadow:inset 0 0 0 1.5px var(--bad)}
.request [aria-invalid=true]:focus{box-shadow:inset 0 0 0 2.5px var(--bad)}
.request select.entry{cursor:pointer;padding-right:36px;text-overflow:ellipsis;white-space:nowrap;overflow:hidden}
.request option{background:var(--bg);color:var(--text)}
.pick{position:relative}
.pick .icon{position:absolute;right:12px;top:12px;width:18px;height:18px;color:var(--dim);pointer-events:none}
.error{padding-top:5px;font-size:13px;color:var(--bad)}
.error:empty{display:none}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.panel .submit{padding:11px 20px;border-radius:12px;background:var(--c);color:var(--on);font-weight:600;text-align:center;
box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--on) 12%,transparent)}
.back{display:flex;align-items:center;justify-content:space-between;gap:12px;padding:10px 10px 10px 14px;border-radius:12px;background:var(--soft)}
.panel .now{flex:none;padding:6px 14px;border-radius:9px;background:var(--bg);color:var(--accent);font-weight:600;box-shadow:inset 0 0 0 1px var(--line)}
@media (max-width:480px),(pointer:coarse){.request :is(.entry,textarea){font-size:16px}}
@media (forced-colors:active){.request :is(.entry,textarea,.submit,.back,.now){border:1px solid}}`
