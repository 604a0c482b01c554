// wechatpay-axios-plugin, its APIv2 half: the calls of its README.
// - request, response: `wxpay.v2.pay.unifiedorder.post(…)` and the like; axios' own option `adapter` stands in for the network
// - notify, native_callback: `Transformer.toObject`, then `Hash.sign` and `Hash.equals`, as the SDK does with a response
// - reply: `Transformer.toXml` ("XML形式通知应答"); jsapi, app, sign: `Hash.sign` ("APIv2数据签名")
// - refund_notify: `Aes.AesEcb.decrypt` with `Hash.md5` of the key ("aes-256-ecb/pcks7padding")
// What it sends and gets it refuses with an AxiosError.
import { generateKeyPairSync } from 'node:crypto';
import { b64, bytes, fields, isPlain, Reject, sdk, serve, version } from '../../shared/loop.mjs';

const { Wechatpay, Transformer, Hash, Aes } = sdk('wechatpay-axios-plugin');
const axios = sdk('axios');

// The APIv3 members are required and, for APIv2, unused.
const unused = generateKeyPairSync('rsa', { modulusLength: 2048 });
const client = (mchid, key, adapter) =>
  new Wechatpay({ mchid, serial: 'unused', privateKey: unused.privateKey, certs: { platform: unused.publicKey }, secret: key, adapter }).v2;

function open({ body_b64, key }) {
  const message = Transformer.toObject(bytes(body_b64));
  const type = message?.sign?.length === 64 ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5;
  if (!Hash.equals(Hash.sign(type, message, Hash.keyObjectFrom(key)), message.sign)) throw new Reject('the sign differs');
  return message;
}

const signed = (type, params, key, name) => ({ ...params, [name]: Hash.sign(type, params, Hash.keyObjectFrom(key)) });

serve({ name: 'wechatpay-axios-plugin', version: version('wechatpay-axios-plugin'), homepage: 'https://github.com/TheNorthMemory/wechatpay-axios-plugin' }, {
  'wechat.sign': ({ params, key, sign_type }) => ({ sign: Hash.sign(sign_type, params, Hash.keyObjectFrom(key)) }),
  'wechat.request': async ({ message, params, key, sign_type }) => {
    let sent;
    const adapter = async (config) => { sent = config.data; throw new Error('not sent'); };
    const given = sign_type === 'MD5' ? params : { ...params, sign_type };
    await client(params.mch_id, key, adapter).pay[message].post(given).catch((error) => {
      if (sent === undefined) throw error;
    });
    return { body_b64: b64(sent) };
  },
  'wechat.notify': (q) => ({ fields: fields(open(q)) }),
  'wechat.response': async ({ message, body_b64, key, sign_type }) => {
    const adapter = async (config) => ({ status: 200, statusText: 'OK', headers: {}, config, data: bytes(body_b64).toString() });
    const { data } = await client('10000100', key, adapter).pay[message].post({ mch_id: '10000100', sign_type });
    return { fields: fields(data) };
  },
  'wechat.reply': ({ outcome, message }) => ({
    body_b64: b64(Transformer.toXml({ return_code: outcome.toUpperCase(), return_msg: message ?? 'OK' })),
  }),
  'wechat.native_callback': (q) => ({ fields: fields(open(q)) }),
  'wechat.jsapi': ({ appid, prepay_id, timestamp, nonce_str, key, sign_type }) => ({
    params: signed(sign_type, {
      appId: appid, timeStamp: timestamp, nonceStr: nonce_str, package: `prepay_id=${prepay_id}`, signType: sign_type,
    }, key, 'paySign'),
  }),
  'wechat.app': ({ appid, mch_id, prepay_id, timestamp, nonce_str, key, sign_type = 'MD5' }) => ({
    params: signed(sign_type, {
      appid, partnerid: mch_id, prepayid: prepay_id, package: 'Sign=WXPay', timestamp, noncestr: nonce_str,
    }, key, 'sign'),
  }),
  'wechat.refund_notify': ({ body_b64, key }) => {
    const { req_info, ...outer } = Transformer.toObject(bytes(body_b64));
    return { fields: fields({ ...outer, ...Transformer.toObject(Aes.AesEcb.decrypt(req_info, Hash.md5(key))) }) };
  },
}, (error) => axios.isAxiosError(error) || isPlain(error));
