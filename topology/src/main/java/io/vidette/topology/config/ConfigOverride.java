package io.vidette.topology.config;

/**
 * A value from the command line, which outranks the environment and the file.
 *
 * @param key such as {@code topics.prefix}
 * @param value in the form it would have in the file
 * @param origin what the user typed, such as {@code --topic-prefix}
 */
public record ConfigOverride(String key, String value, String origin) {}
