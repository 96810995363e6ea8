// socket.io with its Redis adapter, as its documentation sets it up. PORT.
const { createServer } = require('node:http')
const { Server } = require('socket.io')
const { createAdapter } = require('@socket.io/redis-adapter')
const { ack, connections, events } = require('./shared.cjs')

const main = async () => {
  const { publisher, subscriber } = await connections()
  const http = createServer()
  const server = new Server(http, { transports: ['websocket'], adapter: createAdapter(publisher, subscriber) })
  let seq = 0
  server.on('connection', (socket) => {
    socket.on('push', ({ commands: [command] }) => {
      seq += 1
      server.emit('told', events(seq))
      socket.emit('answer', ack(command, seq))
    })
  })
  http.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 })
}

main()
