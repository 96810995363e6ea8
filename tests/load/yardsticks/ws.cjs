// Node and `ws`: Redis publish and subscribe between processes, one send for each socket. PORT.
const { WebSocketServer } = require('ws')
const { ack, connections, events } = require('./shared.cjs')

const main = async () => {
  const { publisher, subscriber } = await connections()
  const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096, perMessageDeflate: false })
  let seq = 0
  await subscriber.subscribe('room', (text) => {
    for (const socket of server.clients) socket.send(text)
  })
  server.on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello', seq }))
    socket.on('message', async (data) => {
      const [command] = JSON.parse(data).commands
      seq += 1
      const mine = seq
      await publisher.publish('room', JSON.stringify(events(mine)))
      socket.send(JSON.stringify(ack(command, mine)))
    })
  })
}

main()
