package io.vidette.topology.config;

/**
 * The effective value of a key.
 *
 * @param key such as {@code detect.batchFrames}
 * @param value as it would be written in the file
 * @param origin where it was set, such as {@code vidette.yaml:3:5}, or {@code default}
 */
public record EffectiveSetting(String key, String value, String origin) {}
