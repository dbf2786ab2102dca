// Verifies requests by npm's standardwebhooks, which is installed in the current folder. Input: {"secrets":[…],"requests":[{"headers":{…},"body":"…"}]}.
const { createRequire } = require("node:module");
const { Webhook } = createRequire(process.cwd() + "/")("standardwebhooks");
const { secrets, requests } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));

function word(secret, request, body) {
  try {
    return new Webhook(secret).verify(body, request.headers).id === request.headers["webhook-id"] ? "taken" : "another id";
  } catch (refused) {
    return refused.name === "WebhookVerificationError" ? "refused" : String(refused);
  }
}

for (const request of requests)
  console.log([...secrets.map((secret) => word(secret, request, request.body)), "changed:" + word(secrets[0], request, request.body.replace("compute1", "compute2"))].join(" "));
