package trifecta.exchange;

import trifecta.protocol.Message;

/**
 * One recorded frame.
 *
 * @param receivedMillis the recorder's clock
 * @param type as recorded
 * @param body its {@code msg}, byte for byte
 */
record CaptureFrame(long receivedMillis, String type, Message message, Body body) {}
