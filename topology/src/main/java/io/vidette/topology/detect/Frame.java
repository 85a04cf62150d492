package io.vidette.topology.detect;

import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;

/**
 * A frame on its way to the model.
 *
 * @param jpeg the picture; not copied, so neither side may write to it
 */
@SuppressWarnings("ArrayRecordComponent") // 60 KB each, 100 and more a second: a copy would cost what it protects
public record Frame(FrameId id, String camera, FrameHeaders headers, byte[] jpeg) {}
