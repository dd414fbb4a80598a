package com.example;

/** What is in the image. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
