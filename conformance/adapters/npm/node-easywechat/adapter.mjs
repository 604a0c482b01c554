// node-easywechat, its `Pay` application: the calls of its README and of the EasyWeChat documentation that the README refers to.
// - request, response: `app.getClient().post(…, { xml })`; axios' own option `adapter`, given under `http`, stands in for the network
// - notify, native_callback: `app.getServer().getRequestMessage()`, then `app.getValidator().validateV2(message)`
// - refund_notify: `app.getServer().getRequestMessage()`, which decrypts
// - reply: `app.getServer().handlePaid(…).serve()`
// - jsapi: `app.getUtils().buildBridgeConfig(…)`, at the given time and with the given nonce
// - sign: `getUtils().createV2Signature` for MD5, `getClient().attachLegacySignature` for what carries a `sign_type`
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, b64, bytes, fields, sdk, serve, Skip, version } from '../../shared/loop.mjs';

const { Pay, ServerRequest } = sdk('node-easywechat');
const util = sdk('node-easywechat/dist/Core/Support/Utils');

// It wants the paths of two files that APIv2 does not use.
const unused = join(mkdtempSync(join(tmpdir(), 'payspec-')), 'unused.pem');
writeFileSync(unused, 'unused', { mode: 0o600 });

const application = (key, mch_id = 'unused', http = {}) =>
  new Pay({ mch_id, private_key: unused, certificate: unused, secret_key: 'unused', v2_secret_key: key, http });

const listening = (key, body) => {
  const app = application(key);
  app.setRequest(new ServerRequest('POST', '/notify', {}, body));
  return app;
};

async function receive({ body_b64, key }) {
  const app = listening(key, bytes(body_b64));
  const message = await app.getServer().getRequestMessage();
  app.getValidator().validateV2(message);
  return message.toObject();
}

function withNonce(nonce, f) {
  const randomString = util.randomString;
  util.randomString = () => nonce;
  try {
    return f();
  } finally {
    util.randomString = randomString;
  }
}

serve({ name: 'node-easywechat', version: version('node-easywechat'), homepage: 'https://github.com/hpyer/node-easywechat' }, {
  'wechat.sign': ({ params, key, sign_type }) => {
    if (sign_type === 'MD5') return { sign: application(key).getUtils().createV2Signature(params) };
    if (params.sign_type !== sign_type || !params.nonce_str) throw new Skip('HMAC-SHA256 only for fields that hold sign_type and nonce_str');
    return { sign: application(key).getClient().attachLegacySignature({ ...params }).sign };
  },
  'wechat.request': async ({ message, params, key, sign_type }) => {
    let sent;
    const adapter = async (config) => { sent = config.data; throw new Error('not sent'); };
    const xml = sign_type === 'MD5' ? { ...params } : { ...params, sign_type };
    await application(key, params.mch_id, { adapter }).getClient().post(`/pay/${message}`, { xml }).catch((error) => {
      if (sent === undefined) throw error;
    });
    return { body_b64: b64(sent) };
  },
  'wechat.notify': async (q) => ({ fields: fields(await receive(q)) }),
  'wechat.response': async ({ message, body_b64, key, sign_type }) => {
    const adapter = async (config) =>
      ({ status: 200, statusText: 'OK', headers: { 'content-type': 'text/xml' }, config, data: bytes(body_b64).toString() });
    const response = await application(key, '10000100', { adapter }).getClient().post(`/pay/${message}`, { xml: { sign_type } });
    return { fields: fields(response.toObject()) };
  },
  'wechat.reply': async ({ outcome, message }) => {
    const server = listening('unused', '<xml><return_code>SUCCESS</return_code></xml>').getServer();
    const response = await server.handlePaid((paid, next) => {
      if (outcome === 'fail') throw new Error(message ?? 'FAIL');
      return next(paid);
    }).serve();
    return { body_b64: b64(response.getBody()) };
  },
  'wechat.native_callback': async (q) => ({ fields: fields(await receive(q)) }),
  'wechat.jsapi': ({ appid, prepay_id, timestamp, nonce_str, key, sign_type }) => ({
    params: at(timestamp, () => withNonce(nonce_str, () => application(key).getUtils().buildBridgeConfig(prepay_id, appid, sign_type))),
  }),
  'wechat.refund_notify': async ({ body_b64, key }) => {
    const message = (await listening(key, bytes(body_b64)).getServer().getRequestMessage()).toObject();
    return { fields: fields(message.root ?? message) }; // the message is the decrypted part alone, under its root's name
  },
});
