import { chromium } from "playwright-core";
import { watch, readFileSync, existsSync, unlinkSync, writeFileSync } from "fs";
const b = await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const ctx = await b.newContext({viewport:{width:1440,height:900},acceptDownloads:true,permissions:["clipboard-read","clipboard-write"]});
const p = await ctx.newPage();
const errs:string[]=[];
p.on("console",m=>{if(m.type()=="error"||m.type()=="warning")errs.push(m.type()+": "+m.text())});
p.on("pageerror",e=>errs.push("PAGEERR "+e.message));
p.on("response",r=>{if(r.status()>=400)errs.push(r.status()+" "+r.url())});
const S=(n:string)=>p.screenshot({path:"/tmp/newcomer/"+n+".png"});
const T=async(sel="body")=>(await p.locator(sel).first().innerText());
const W=(ms:number)=>p.waitForTimeout(ms);
writeFileSync("/tmp/newcomer/ready","1");
for(;;){
  await new Promise(r=>setTimeout(r,150));
  if(!existsSync("/tmp/newcomer/cmd.js"))continue;
  const code=readFileSync("/tmp/newcomer/cmd.js","utf8");unlinkSync("/tmp/newcomer/cmd.js");
  if(code.trim()=="QUIT"){await b.close();process.exit(0)}
  const out:string[]=[];const log=(...a:any[])=>out.push(a.map(x=>typeof x=="string"?x:JSON.stringify(x)).join(" "));
  try{ await (new (Object.getPrototypeOf(async function(){}).constructor)("p","ctx","S","T","W","log",code))(p,ctx,S,T,W,log);}catch(e:any){log("ERR "+(e?.message||e))}
  if(errs.length){log("CONSOLE: "+errs.splice(0).join("\n   "))}
  writeFileSync("/tmp/newcomer/out.tmp",out.join("\n"));
  require("fs").renameSync("/tmp/newcomer/out.tmp","/tmp/newcomer/out.txt");
}
