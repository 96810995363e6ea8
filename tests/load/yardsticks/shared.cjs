// What both Node yardsticks have in common: the agreed frame, and Redis between processes.
const { createClient } = require('redis')

const bytes = Number(process.env.YARDSTICK_BYTES)

/** An `events` frame of the agreed size. */
exports.events = (seq) => {
  const frame = { type: 'events', after: seq - 1, upto: seq, events: [{ pad: '' }] }
  const bare = JSON.stringify(frame).length
  frame.events[0].pad = 'x'.repeat(Math.max(0, bytes - bare))
  return frame
}

exports.ack = (command, seq) => ({ type: 'ack', results: [{ id: command.id, ok: true, seq }] })

exports.connections = async () => {
  const publisher = createClient({ url: process.env.YARDSTICK_REDIS })
  const subscriber = publisher.duplicate()
  await Promise.all([publisher.connect(), subscriber.connect()])
  return { publisher, subscriber }
}
