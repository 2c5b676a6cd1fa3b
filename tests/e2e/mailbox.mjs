import { createServer } from "node:net";

/** Starts a mail server that keeps the mails it gets (RFC 5321), as far as one client needs it. */
export async function openMailbox() {
  const mails = [];
  const server = createServer((socket) => {
    let rest = "";
    let mail = null;
    const say = (line) => socket.write(`${line}\r\n`);
    say("220 mail.example ready");
    socket.on("error", () => {});
    socket.on("data", (data) => {
      rest += data;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (mail?.isText && line === ".") {
          mails.push({ to: mail.to, text: mail.lines.join("\n") });
          mail = null;
          say("250 taken");
        } else if (mail?.isText) mail.lines.push(line.replace(/^\./, ""));
        else if (/^(EHLO|HELO)/i.test(line)) say("250 mail.example");
        else if (/^MAIL/i.test(line)) (mail = { to: [], lines: [] }), say("250 ok");
        else if (/^RCPT/i.test(line)) mail.to.push(/<(.*)>/.exec(line)?.[1]), say("250 ok");
        else if (/^DATA/i.test(line)) (mail.isText = true), say("354 go on");
        else if (/^QUIT/i.test(line)) say("221 bye"), socket.end();
        else say("250 ok");
      }
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { mails, url: `smtp://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
