import { launchBrowser, startProduct } from '/work/main/web/e2e/browser.ts';
const p = await startProduct('--seed','7');
const b = await launchBrowser();
const ctx = await b.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, locale:'en-US', timezoneId:'America/New_York' });
const page = await ctx.newPage();
const errs=[]; page.on('console', m=>{ if(m.type()==='error') errs.push(m.text()) }); page.on('pageerror', e=>errs.push(String(e)));
let n=0; const shot=async(name)=>{ await page.screenshot({path:`/tmp/shots/${String(++n).padStart(2,'0')}-${name}.png`}); console.log(name, page.url()); };
try {
await page.goto(p.signInLink); await page.waitForTimeout(3000); await shot('signed-in');
const texts=await page.locator('button, a').allInnerTexts(); console.log(texts.slice(0,30).join(' | '));
const demo=page.getByRole('button',{name:/try it now/i}).or(page.getByRole('link',{name:/try it now/i})); if(await demo.count()) { await demo.first().click(); await page.waitForTimeout(2500); await shot('try'); }
console.log((await page.locator('button, a').allInnerTexts()).slice(0,40).join(' | '));
const mk=page.getByRole('button',{name:/create|make|start/i}); if(await mk.count()){ await page.screenshot({path:'/tmp/shots/full-newbot.png',fullPage:true}); await mk.last().click(); await page.waitForTimeout(2500); await shot('after-create'); }
await page.waitForTimeout(15000); await shot('later');
await page.goto(p.baseUrl+'/'); await page.waitForTimeout(2500); await shot('home');
await page.goto(p.baseUrl+'/decide'); await page.waitForTimeout(2000); await shot('decide'); await page.screenshot({path:'/tmp/shots/full-decide.png',fullPage:true});
const ap=page.getByRole('button',{name:/approve/i}); if(await ap.count()){ await ap.first().click(); await page.waitForTimeout(2500); await shot('approved'); await page.waitForTimeout(5000); await shot('filled'); }
for (const r of ['markets','portfolio','more','bots','more/jobs','more/orders','more/ledger','more/health','more/settings']) { await page.goto(p.baseUrl+'/'+r); await page.waitForTimeout(1500); await shot(r.replace('/','-')); }
const tok=await ctx.request.get(p.baseUrl+'/api/instruments?limit=3'); const sym=(await tok.json()).items[0].symbol;
await page.goto(p.baseUrl+'/markets/'+encodeURIComponent(sym)); await page.waitForTimeout(2500); await shot('chart');
await page.setViewportSize({width:1280,height:800}); await page.goto(p.baseUrl+'/'); await page.waitForTimeout(2000); await shot('desk-home');
await page.goto(p.baseUrl+'/decide'); await page.waitForTimeout(1500); await shot('desk-decide');
} finally { console.log('errors', errs.slice(0,10)); await b.close(); await p.stop(); }
