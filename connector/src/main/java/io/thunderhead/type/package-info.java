/** Values of MySQL's column types: conversion, collation and their forms in keys and rows. */
package io.thunderhead.type;
