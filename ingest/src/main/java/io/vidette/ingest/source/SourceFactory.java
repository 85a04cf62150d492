package io.vidette.ingest.source;

import io.vidette.topology.camera.CameraSpec;

/** Makes the source that a camera's specification asks for. */
@FunctionalInterface
public interface SourceFactory {
    /**
     * A source that is not open yet.
     *
     * @throws SourceException of kind {@code REFUSED} when the specification names something that does not exist
     */
    FrameSource create(CameraSpec spec) throws SourceException;
}
