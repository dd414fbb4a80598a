package dev.referrers.testing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;

/** Counts connections and what they carry, TLS included. */
final class Traffic extends ServerSocketFactory {

  private static final byte TLS_HANDSHAKE = 0x16;

  final AtomicInteger connections = new AtomicInteger();
  final AtomicLong bytesIn = new AtomicLong();
  final AtomicLong bytesOut = new AtomicLong();

  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final boolean tls;

  Traffic(boolean tls) {
    this.tls = tls;
  }

  /**
   * Closes a connection from below, which works for all protocols alike.
   *
   * @param connection counts the accepted ones from 0
   * @param hard with a reset instead of an orderly end
   */
  void close(int connection, boolean hard) {
    try (Socket socket = accepted.get(connection)) {
      if (hard) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // it is gone already, which is all that was wanted
    }
  }

  void reset() {
    connections.set(0);
    bytesIn.set(0);
    bytesOut.set(0);
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new CountingServerSocket();
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, 0, InetAddress.getLoopbackAddress());
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    ServerSocket socket = createServerSocket();
    socket.bind(new InetSocketAddress(address, port), backlog);
    return socket;
  }

  private final class CountingServerSocket extends ServerSocket {

    CountingServerSocket() throws IOException {}

    @Override
    public Socket accept() throws IOException {
      var socket = new CountingSocket();
      implAccept(socket);
      // MockWebServer writes head and body apart, and Nagle's algorithm would hold the body back
      socket.setTcpNoDelay(true);
      accepted.add(socket);
      connections.incrementAndGet();
      return socket;
    }
  }

  private final class CountingSocket extends Socket {

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        private boolean begun;

        @Override
        public int read() throws IOException {
          int value = super.read();
          count(value < 0 ? 0 : 1);
          return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          int read = super.read(target, offset, length);
          count(read);
          boolean hangUp = !begun && !tls && read > 0 && target[offset] == TLS_HANDSHAKE;
          begun = true;
          // as real servers do; MockWebServer would wait for the rest of a request's head
          return hangUp ? -1 : read;
        }

        private void count(int read) {
          bytesIn.addAndGet(Math.max(read, 0));
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(int value) throws IOException {
          bytesOut.incrementAndGet(); // before a client can have it, so that counts are never short
          out.write(value);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
          bytesOut.addAndGet(length);
          out.write(source, offset, length);
        }
      };
    }
  }
}
